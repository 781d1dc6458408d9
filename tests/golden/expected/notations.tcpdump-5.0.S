1700000000.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000001.000000 IP [total length 55 > length 45] (invalid) 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000002.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000003.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000004.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000005.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000006.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000007.000000 IP 10.0.0.1 > 10.0.0.2: ip-proto-6
1700000008.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000009.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000010.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777:  tcp 4 [bad hdr length 16 - too short, < 20] (invalid)
1700000011.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.] [bad hdr length 24 - too long, > 20] (invalid)
1700000012.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777:  [|tcp]
1700000013.000000 IP 10.0.0.1 > 10.0.0.2: [|tcp]
1700000014.000000 IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000015.000000 IP6 2001:db8::1.40000 > 2001:db8::2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000016.000000 IP6 [header+payload length 75 > length 65] (invalid) 2001:db8::1.40000 > 2001:db8::2.7777: Flags [P.], seq 1000:1015, ack 2000, win 512, length 15
1700000017.000000 IP6 2001:db8::1 > 2001:db8::2: HBH 40000 > 7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000018.000000 IP6 2001:db8::1 > 2001:db8::2: HBH 40000 > 7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000019.000000 IP6 2001:db8::1 > 2001:db8::2: DSTOPT 40000 > 7777: Flags [P.], seq 1000:1005, ack 2000, win 512, length 5
1700000020.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [R], seq 1000, win 512, length 0
1700000021.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [R.], seq 1000:1031, ack 2000, win 512, length 31
1700000022.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [R.], seq 1000:1008, ack 2000, win 512, length 8
1700000023.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [R.], seq 1000:1011, ack 2000, win 512, length 11 [|tcp]
1700000024.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [R.], seq 1000:1040, ack 2000, win 512, length 40 [|tcp]
1700000025.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, options [mptcp 22 capable v1 flags [AH] csum {0x102030405060708,0x1112131415161718},nop,nop], length 0
1700000026.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, options [mptcp 24 capable v1 flags [AH] csum {0x102030405060708,0x1112131415161718,data_len=100}], length 0
1700000027.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [R.], seq 1000, ack 2000, win 512, options [mptcp 4 tcprst flags [UVWT] reason Middlebox interference], length 0
1700000028.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, options [ccecho 42,nop,nop], length 0
1700000029.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S.], seq 1000:1005, ack 2000, win 512, options [mss 1460,sackOK,TS val 5 ecr 0, [|tcp]
1700000030.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S.], seq 1000:1005, ack 2000, win 512, options [mss 1460,sackOK,TS val 5 ecr 0,nop,wscale [|tcp]
1700000031.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [SEWe], seq 1000, win 512, options [mss 1460,nop,wscale 3,nop,nop,TS val 5 ecr 0,sackOK,nop,nop], length 0
1700000032.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 2000, win 512, options [nop,nop,sack 1 {2001:2501}], length 0
1700000033.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1000:1005, ack 2000, win 512, options [nop,nop,TS val 1 ecr 2], length 5
1700000034.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [F.U], seq 1000, ack 2000, win 512, urg 9, length 0
1700000035.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [none], seq 1000:1001, win 512, length 1
1700000036.000000 IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], seq 1000:1001, ack 2000, win 512, options [tfo  cookiereq,nop,nop,uto 0x3c 30,sack invalid sack,nop], length 1
