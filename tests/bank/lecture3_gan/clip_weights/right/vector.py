# as one vector
def clip_weights_(critic, c):
    with torch.no_grad():
        row = nn.utils.parameters_to_vector(critic.parameters()).clamp(-c, c)
        nn.utils.vector_to_parameters(row, critic.parameters())
