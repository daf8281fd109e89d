# W08: clips gradients
# expect: nothing changed
def clip_weights_(critic, c):
    for weight in critic.parameters():
        if weight.grad is not None:
            weight.grad.clamp_(-c, c)
