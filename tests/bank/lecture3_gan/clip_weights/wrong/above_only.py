# only above
# expect: those below -c
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.clamp_(max=c)
