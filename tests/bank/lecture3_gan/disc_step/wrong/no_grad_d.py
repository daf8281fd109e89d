# D runs without gradients on fakes
# expect: only the real samples
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    with torch.no_grad():
        fake_logits = D(fake)
    loss = d_loss(D(x_real), fake_logits)
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
