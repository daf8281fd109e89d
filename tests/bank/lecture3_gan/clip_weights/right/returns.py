# returns the critic
def clip_weights_(critic, c):
    with torch.no_grad():
        for weight in critic.parameters():
            weight.clamp_(-c, c)
    return critic
