# fully connected
# expect: not learned by a transposed convolution
def make_upsampler(c_in, size_in, c_out, size_out):
    linear = nn.Linear(c_in * size_in**2, c_out * size_out**2)
    return nn.Sequential(nn.Flatten(), linear, nn.Unflatten(1, (c_out, size_out, size_out)))
