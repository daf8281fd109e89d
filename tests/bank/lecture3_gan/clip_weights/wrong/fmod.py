# wraps around
# expect: wrap around
def clip_weights_(critic, c):
    for p in critic.parameters():
        p.data = torch.remainder(p.data + c, 2 * c) - c
