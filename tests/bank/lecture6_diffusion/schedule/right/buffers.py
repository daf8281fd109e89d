# a module with many buffers
class Schedule(nn.Module):
    def __init__(self, betas):
        super().__init__()
        alphas = 1 - betas
        abar = alphas.cumprod(0)
        for name, value in {'betas': betas, 'alphas': alphas, 'abar': abar, 'abar_prev': torch.cat([torch.ones(1).to(abar), abar[:-1]]), 'sqrt_abar': abar.sqrt()}.items():
            self.register_buffer(name, value)
