# a sum
# expect: a sum is followed
def gen_step(G, D, opt_g, z):
    loss = F.softplus(-D(G(z))).sum()
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
