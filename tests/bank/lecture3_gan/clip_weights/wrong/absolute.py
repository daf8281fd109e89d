# signs are lost
# expect: signs are lost
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.copy_(weight.data.abs().clamp(max=c))
