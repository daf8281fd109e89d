# its own cross-entropy
def disc_step(G, D, opt_d, x_real, z):
    real, fake = D(x_real), D(G(z).data)
    loss = F.binary_cross_entropy_with_logits(real, torch.ones_like(real))
    loss = loss + F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))
    opt_d.zero_grad(set_to_none=True)
    loss.backward()
    opt_d.step()
    return loss.detach().cpu().numpy().item()
