# through the state_dict
def clip_weights_(critic, c):
    critic.load_state_dict({name: value.clamp(-c, c) for name, value in critic.state_dict().items()})
