# minimum and maximum
def clip_weights_(critic, c):
    with torch.no_grad():
        for _, weight in critic.named_parameters():
            weight.copy_(weight.minimum(torch.tensor(float(c))).maximum(torch.tensor(-float(c))))
