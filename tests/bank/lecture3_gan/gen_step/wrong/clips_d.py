# clips D's weights
# expect: weights of D moved
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    with torch.no_grad():
        for weight in D.parameters():
            weight.clamp_(-0.01, 0.01)
    return loss.item()
