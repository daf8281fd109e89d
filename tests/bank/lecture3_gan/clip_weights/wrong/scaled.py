# scaled to the limit
# expect: scaled to the limit
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.mul_(c / weight.data.abs().max())
