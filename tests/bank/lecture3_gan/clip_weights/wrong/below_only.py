# only below
# expect: those above c
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.clamp_(min=-c)
