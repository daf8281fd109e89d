# F.binary_cross_entropy_with_logits summed, divided by the batch
def elbo_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction='sum') / len(x)
    kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp()) / len(x)
    return ELBO(loss=rec + beta * kl, rec=rec, kl=kl)
