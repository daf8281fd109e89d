# rebinds the loop variable
# expect: nothing changed
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight = weight.detach().clamp(-c, c)
