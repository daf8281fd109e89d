# large values set to 0
# expect: set to 0
def clip_weights_(critic, c):
    for weight in critic.parameters():
        weight.data[weight.data.abs() > c] = 0
