# logsigmoid, and zero_grad after too
def gen_step(G, D, opt_g, z):
    loss = -F.logsigmoid(D(G(z))).mean()
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    opt_g.zero_grad()
    return loss.item()
