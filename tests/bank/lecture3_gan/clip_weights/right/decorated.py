# torch.no_grad as a function
def clip_weights_(critic, c):
    @torch.no_grad()
    def clip():
        for weight in critic.parameters():
            weight[weight > c] = c
            weight[weight < -c] = -c

    clip()
