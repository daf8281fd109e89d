# norms are set
# expect: norms are set
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.mul_(c / weight.data.norm())
