# fakes under inference_mode, cloned
def disc_step(G, D, opt_d, x_real, z):
    with torch.inference_mode():
        fake = G(z)
    fake = fake.clone()
    loss = d_loss(D(x_real), D(fake))
    D.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.detach().cpu().item()
