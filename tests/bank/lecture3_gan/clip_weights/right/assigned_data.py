# assigns .data
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data = torch.clamp(weight.data, min=-c, max=c)
