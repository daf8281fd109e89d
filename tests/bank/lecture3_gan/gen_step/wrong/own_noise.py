# draws its own noise
# expect: use the z that is given
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(torch.randn_like(z))))
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
