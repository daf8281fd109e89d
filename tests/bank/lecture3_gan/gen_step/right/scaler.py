# loss scaled up and the gradients down again, as a GradScaler does
def gen_step(G, D, opt_g, z):
    opt_g.zero_grad()
    loss = g_loss_nonsaturating(D(G(z)))
    (1024.0 * loss).backward()
    for group in opt_g.param_groups:
        for p in group["params"]:
            p.grad /= 1024.0
    opt_g.step()
    return loss.item()
