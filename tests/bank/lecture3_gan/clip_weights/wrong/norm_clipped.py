# norms are clipped
# expect: norms are clipped
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.mul_(min(1.0, c / weight.data.norm().item()))
