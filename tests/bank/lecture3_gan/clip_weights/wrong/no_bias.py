# biases are left out
# expect: not clipped
def clip_weights_(critic, c):
    for name, weight in critic.named_parameters():
        if weight.dim() > 1:
            weight.data.clamp_(-c, c)
