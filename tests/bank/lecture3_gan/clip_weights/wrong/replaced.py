# new Parameter objects: the optimiser keeps the old ones
# expect: new parameters take the place
def clip_weights_(critic, c):
    for m in critic.modules():
        for n, p in list(m._parameters.items()):
            if p is not None:
                m._parameters[n] = nn.Parameter(p.detach().clamp(-c, c))
