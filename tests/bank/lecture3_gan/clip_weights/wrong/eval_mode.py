# leaves the critic in eval mode
# expect: eval mode
def clip_weights_(critic, c):
    critic.eval()
    for p in critic.parameters():
        p.data.clamp_(-c, c)
