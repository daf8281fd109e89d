# the Wasserstein loss
# expect: Wasserstein loss is followed
def gen_step(G, D, opt_g, z):
    loss = -D(G(z)).mean()
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
