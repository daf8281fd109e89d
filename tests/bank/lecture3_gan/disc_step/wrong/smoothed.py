# labels smoothed
# expect: smoothed
def disc_step(G, D, opt_d, x_real, z):
    r, f = D(x_real), D(G(z).detach())
    loss = F.binary_cross_entropy_with_logits(r, torch.full_like(r, 0.9)) + F.softplus(f).mean()
    opt_d.zero_grad(); loss.backward(); opt_d.step()
    return loss.item()
