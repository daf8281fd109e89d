# all set to the limit
# expect: set to the limit
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.copy_(c * weight.data.sign())
