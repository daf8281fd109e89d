# probabilities, and the library's loss for them in float64
def beta_elbo(x_logits, x, mu, logvar, beta):
    per_image = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").flatten(1).sum(-1)
    sigma = logvar.mul(0.5).exp()
    kl_each = (-sigma.log() + (sigma**2 + mu**2) / 2 - 0.5).sum(-1)
    rec, kl = torch.mean(per_image), torch.mean(kl_each)
    return ELBO(loss=(per_image + beta * kl_each).mean(), rec=rec, kl=kl)
