# left frozen
# expect: cannot be trained
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.requires_grad_(False)
        weight.clamp_(-c, c)
