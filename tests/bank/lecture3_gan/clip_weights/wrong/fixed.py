# 0.01 in place of c
# expect: fixed at 0.01
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.clamp_(-0.01, 0.01)
