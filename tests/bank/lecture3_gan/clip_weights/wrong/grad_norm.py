# torch's clip_grad_norm_
# expect: nothing changed
def clip_weights_(critic, c):
    nn.utils.clip_grad_norm_(critic.parameters(), c)
