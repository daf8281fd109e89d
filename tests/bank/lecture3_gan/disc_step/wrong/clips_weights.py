# weights are clipped after
# expect: the weights are clipped
def disc_step(G, D, opt_d, x_real, z):
    loss = d_loss(D(x_real), D(G(z).detach()))
    opt_d.zero_grad(); loss.backward()
    opt_d.step()
    with torch.no_grad():
        for p in D.parameters(): p.clamp_(-0.5, 0.5)
    return loss.item()
