# clips copies
# expect: nothing changed
def clip_weights_(critic, c):
    weights = [weight.clamp(-c, c) for weight in critic.parameters()]
