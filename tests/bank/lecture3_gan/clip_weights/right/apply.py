# module.apply with a closure
def clip_weights_(critic, c):
    @torch.no_grad()
    def clip(m):
        for p in m._parameters.values():
            if p is not None:
                p.clamp_(min=-c).clamp_(max=c)
    critic.apply(clip)
