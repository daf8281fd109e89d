# batch norm, activation and a second convolution
def make_upsampler(c_in, size_in, c_out, size_out):
    s = size_out // size_in
    up = nn.ConvTranspose2d(c_in, 16, size_out - (size_in - 1) * s, s, bias=False)
    return nn.Sequential(up, nn.BatchNorm2d(16), nn.LeakyReLU(0.2), nn.Conv2d(16, c_out, 3, padding=1))
