# only nn.Linear layers
# expect: layers of one kind
def clip_weights_(critic, c):
    for module in critic.modules():
        if isinstance(module, nn.Linear):
            module.weight.data.clamp_(-c, c)
            module.bias.data.clamp_(-c, c)
