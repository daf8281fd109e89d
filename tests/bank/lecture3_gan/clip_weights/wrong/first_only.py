# returns after the first parameter
# expect: a part of the parameters
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data.clamp_(-c, c)
        return
