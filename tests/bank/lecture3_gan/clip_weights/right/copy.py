# copy_
def clip_weights_(critic, c):
    with torch.no_grad():
        for weight in critic.parameters():
            weight.copy_(weight.clip(-c, c))
