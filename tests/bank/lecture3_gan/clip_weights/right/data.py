# through .data
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.clamp_(-c, c)
