# into [0, c]
# expect: not [-c, c]
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.clamp_(0, c)
