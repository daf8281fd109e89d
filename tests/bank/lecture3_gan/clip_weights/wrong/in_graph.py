# in place on a leaf that requires gradients
# expect: leaf Variable
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.clamp_(-c, c)
