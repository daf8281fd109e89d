# foreach functions
def clip_weights_(critic, c):
    with torch.no_grad():
        weights = list(critic.parameters())
        torch._foreach_clamp_max_(weights, c)
        torch._foreach_clamp_min_(weights, -c)
