# squashed
# expect: squashed
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.copy_(c * weight.data.tanh())
