# G02: the target is 0
# expect: look fake
def gen_step(G, D, opt_g, z):
    loss = F.softplus(D(G(z))).mean()
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
