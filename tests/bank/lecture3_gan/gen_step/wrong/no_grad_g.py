# G runs without gradients
# expect: you detached the fake images
def gen_step(G, D, opt_g, z):
    with torch.no_grad():
        fake = G(z)
    loss = g_loss_nonsaturating(D(fake))
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
